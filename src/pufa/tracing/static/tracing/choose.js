// One box that ticks all copies of the page; without scripts each is ticked by hand.
const bar = document.querySelector("[data-choose-all]");
if (bar) {
  const all = bar.querySelector("input");
  const boxes = [...document.querySelectorAll("input[name=ids]")];
  bar.hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); }));
}
