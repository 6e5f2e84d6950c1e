// A mark sheet of which one line stays in sight: the rest is painted black here, before the picture leaves this browser.

const LONGEST = 2400; // pixels of the longer side, in which a line written by hand is read well
const QUALITY = 0.9;
const SHADE = "rgb(0 0 0 / 70%)"; // while the edges are moved, what is masked can still be made out

const form = document.querySelector("[data-mask]");

if (form) {
  const field = form.querySelector("input[type=file]");
  const tools = form.querySelector("[data-mask-tools]");
  const unread = form.querySelector("[data-mask-unread]");
  const view = form.querySelector("canvas");
  const edges = Object.fromEntries(
    [...form.querySelectorAll("[data-mask-edge]")].map((edge) => [edge.dataset.maskEdge, edge]),
  );
  let picture;
  let turns = 0;
  let isMasked = false;
  form.hidden = false;

  const draw = (canvas, shade) => {
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width * scale, picture.height * scale].map(Math.round);
    [canvas.width, canvas.height] = turns % 2 ? [height, width] : [width, height];
    const pen = canvas.getContext("2d");
    pen.save();
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turns * Math.PI) / 2);
    pen.drawImage(picture, -width / 2, -height / 2, width, height);
    pen.restore();
    pen.fillStyle = shade;
    const [heading, top, bottom] = [edges.heading, edges.top, edges.bottom].map((edge) =>
      Math.round((edge.value / 1000) * canvas.height),
    );
    // A heading that reaches into the line leaves nothing between them to be masked.
    pen.fillRect(0, heading, canvas.width, Math.max(0, Math.min(top, bottom) - heading));
    const below = Math.max(heading, top, bottom);
    pen.fillRect(0, below, canvas.width, canvas.height - below);
  };

  field.addEventListener("change", async () => {
    tools.hidden = unread.hidden = true;
    picture = undefined;
    if (!field.files.length) return;
    try {
      picture = await createImageBitmap(field.files[0]);
    } catch {
      field.value = "";
      unread.hidden = false;
      return;
    }
    tools.hidden = false;
    draw(view, SHADE);
  });
  for (const edge of Object.values(edges)) edge.addEventListener("input", () => draw(view, SHADE));
  // Pressed on the picture, the line is there, as high as it was.
  view.addEventListener("click", (event) => {
    const at = (event.offsetY / view.clientHeight) * 1000;
    const half = Math.abs(edges.bottom.value - edges.top.value) / 2;
    [edges.top.value, edges.bottom.value] = [at - half, at + half];
    draw(view, SHADE);
  });
  form.querySelector("[data-mask-turn]").addEventListener("click", () => {
    turns = (turns + 1) % 4;
    draw(view, SHADE);
  });

  form.addEventListener("submit", (event) => {
    if (isMasked) return;
    event.preventDefault();
    if (!picture) return;
    const kept = document.createElement("canvas");
    draw(kept, "#000");
    kept.toBlob(
      (blob) => {
        if (!blob) return;
        const files = new DataTransfer();
        files.items.add(new File([blob], "bordereau.jpg", { type: "image/jpeg" }));
        field.files = files.files;
        // For this one sending alone: if it is stopped, what is chosen or pressed after it is masked anew.
        isMasked = true;
        form.requestSubmit();
        isMasked = false;
      },
      "image/jpeg",
      QUALITY,
    );
  });

  // A page that Back brings again holds the picture that was masked: it is chosen anew.
  addEventListener("pageshow", () => {
    form.reset();
    tools.hidden = true;
    picture = undefined;
  });
}
