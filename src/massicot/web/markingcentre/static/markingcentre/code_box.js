// A box for the code of a batch or of a parcel, typed or scanned: what a French keyboard made of it is put right first.
import { readScan } from "../shared/scan_read.js";

for (const form of document.querySelectorAll("form[data-code-box]")) {
  const input = form.querySelector("input:not([type=hidden])");
  form.addEventListener("submit", () => {
    input.value = readScan(input.value);
  });
  // What was looked up before is written over by the next scan; what is being typed is left alone.
  if (input.value && input.value === input.defaultValue) input.select();
}
