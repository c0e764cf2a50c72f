// Fills a PDF with pdf-lib.
// Reads from standard input: {"module", "blank", "out", "entries": [{"name", "kind", "value"}]}.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const job = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const { PDFBool, PDFDocument, PDFName } = createRequire(import.meta.url)(join(job.module, "cjs/index.js"));
const pdf = await PDFDocument.load(await readFile(job.blank));
const form = pdf.getForm();
for (const { name, kind, value } of job.entries) {
  if (kind === "tick") form.getCheckBox(name).check();
  else if (kind === "radio") form.getRadioGroup(name).select(value);
  else if (kind === "list") form.getDropdown(name).select(value);
  else form.getTextField(name).setText(value);
}
// Its own fonts have no Armenian: the viewer is asked to draw the fields.
form.acroForm.dict.set(PDFName.of("NeedAppearances"), PDFBool.True);
await writeFile(job.out, await pdf.save({ updateFieldAppearances: false }));
