// Open workbooks in a library of JavaScript and save them again, as services on the web do.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const job = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(job.modules + "/");

if (job.library === "xlsx") {
  const sheets = require("xlsx");
  for (const { source, out } of job.files) {
    const book = sheets.readFile(source, { cellStyles: true, cellDates: job.dates, bookVBA: true });
    sheets.writeFile(book, out, { cellStyles: true, cellDates: job.dates, compression: true, bookSST: true });
  }
} else {
  const { Workbook } = require("exceljs");
  for (const { source, out } of job.files) {
    const book = new Workbook();
    await book.xlsx.readFile(source);
    await book.xlsx.writeFile(out);
  }
}
