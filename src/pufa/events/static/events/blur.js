// Shrinks a chosen picture on the device (place and camera stay behind) and lets faces be tapped; the server blurs them.
const tapFaces = () => {
  "use strict";
  const LONGEST = 1600;
  const SIDE = 0.12; // of the picture's shorter side
  for (const input of document.querySelectorAll("input[data-picture]")) {
    const hidden = input.form.querySelector("[data-hidden]");
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    let picture = null;
    let boxes = [];
    canvas.hidden = true;
    canvas.className = "dk-blur";
    input.after(canvas);
    const draw = () => {
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      pen.fillStyle = "rgba(0, 0, 0, .75)";
      for (const [left, top, width, height] of boxes) pen.fillRect(left * canvas.width, top * canvas.height, width * canvas.width, height * canvas.height);
      hidden.value = boxes.length ? JSON.stringify(boxes) : "";
    };
    input.addEventListener("change", async () => {
      boxes = [];
      canvas.hidden = true;
      try {
        picture = await createImageBitmap(input.files[0], { imageOrientation: "from-image" });
      } catch (error) {
        return; // a kind this browser cannot show, such as HEIC: the server draws it anew
      }
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      draw();
      canvas.hidden = false;
      canvas.toBlob((made) => {
        const given = new DataTransfer();
        given.items.add(new File([made], "picture.jpg", { type: "image/jpeg" }));
        input.files = given.files;
      }, "image/jpeg", 0.85);
    });
    canvas.addEventListener("click", (event) => {
      const place = canvas.getBoundingClientRect();
      const x = (event.clientX - place.left) / place.width;
      const y = (event.clientY - place.top) / place.height;
      const old = boxes.findIndex(([left, top, width, height]) => x >= left && x <= left + width && y >= top && y <= top + height);
      const side = SIDE * Math.min(canvas.width, canvas.height);
      const [width, height] = [side / canvas.width, side / canvas.height];
      const inside = (value, size) => Math.min(Math.max(value - size / 2, 0), 1 - size);
      if (old >= 0) boxes.splice(old, 1);
      else if (boxes.length < 40) boxes.push([inside(x, width), inside(y, height), width, height].map((value) => Math.round(value * 1e4) / 1e4));
      draw();
    });
  }
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tapFaces);
else tapFaces();
