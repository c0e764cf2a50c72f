// Fills a PDF as Firefox does: values go to the annotation storage, the document saves itself.
// Reads from standard input: {"module", "blank", "out", "entries": [{"name", "state", "value"}]}.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const job = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const pdfjs = await import(pathToFileURL(join(job.module, "legacy/build/pdf.mjs")));
const pdf = await pdfjs.getDocument({
  data: new Uint8Array(await readFile(job.blank)),
  verbosity: 0,
  isEvalSupported: false,
  standardFontDataUrl: join(job.module, "standard_fonts/"),
  cMapUrl: join(job.module, "cmaps/"),
}).promise;
const widgets = [];
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  for (const annotation of await page.getAnnotations({ intent: "any" })) {
    if (annotation.subtype === "Widget") widgets.push(annotation);
  }
}
for (const { name, state, value } of job.entries) {
  const named = widgets.filter((each) => each.fieldName === name);
  const meant = named.filter((each) => {
    if (each.radioButton) return each.buttonValue === state;
    if (each.checkBox) return each.exportValue === state;
    return true;
  });
  if (meant.length !== 1) throw new Error(`${name}: ${meant.length} widgets for ${state ?? value}, not one`);
  const [widget] = meant;
  if (widget.radioButton || widget.checkBox) {
    for (const other of named) pdf.annotationStorage.setValue(other.id, { value: other === widget });
  } else {
    pdf.annotationStorage.setValue(widget.id, { value });
  }
}
await writeFile(job.out, await pdf.saveDocument());
await pdf.loadingTask.destroy();
