// Closing the envelope is the first act of the page once every script was seen, and not before.

const seal = document.getElementById("seal");

document.addEventListener("scan:figures", ({ detail }) => {
  for (const name of ["secondary", "outline"]) seal.classList.toggle(name, detail.remaining > 0);
});
