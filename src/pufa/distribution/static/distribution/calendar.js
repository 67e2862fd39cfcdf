/* Moves entries of the calendar by dragging (pointer) or with Alt and the arrow keys; the form below does the same. */
(() => {
  const grid = document.querySelector(".cal-grid[data-move]");
  const form = document.querySelector(".cal-move form");
  const said = document.getElementById("cal-said");
  if (!grid || !form || !window.PointerEvent) return;
  const FAR = 6;
  let held = null;

  const move = async (entry, day) => {
    if (!day || day.contains(entry)) return;
    const data = new URLSearchParams({ key: entry.dataset.key, at: `${day.dataset.day}T${entry.dataset.time}` });
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const home = entry.parentNode;
    const next = entry.nextSibling;
    day.append(entry);
    day.classList.remove("free");
    let words = "";
    try {
      const answer = await fetch(grid.dataset.move, { method: "POST", body: data, headers: { Accept: "text/plain" }, credentials: "same-origin" });
      if (answer.ok && !answer.redirected) { location.reload(); return; }
      words = answer.redirected ? "" : await answer.text();
    } catch { words = ""; }
    home.insertBefore(entry, next);
    said.textContent = words || grid.dataset.failed || "×";
    said.classList.add("wrong");
  };
  const dayAt = (x, y) => document.elementFromPoint(x, y)?.closest(".cal-day[data-day]");
  const mark = (day) => {
    for (const one of grid.querySelectorAll(".cal-day.over")) if (one !== day) one.classList.remove("over");
    day?.classList.add("over");
  };
  const drop = () => { held?.entry.classList.remove("dragged"); mark(null); held = null; };

  grid.addEventListener("pointerdown", (event) => {
    const entry = event.target.closest(".cal-entry[data-key]");
    if (entry && event.button === 0 && event.pointerType !== "touch") held = { entry, x: event.clientX, y: event.clientY, far: false };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.far && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
    held.far = true;
    held.entry.classList.add("dragged");
    mark(dayAt(event.clientX, event.clientY));
  });
  addEventListener("pointerup", (event) => {
    if (!held) return;
    const { entry, far } = held;
    const day = dayAt(event.clientX, event.clientY);
    drop();
    if (!far) return;
    entry.addEventListener("click", (click) => click.preventDefault(), { once: true });
    move(entry, day);
  });
  addEventListener("pointercancel", drop);
  grid.addEventListener("dragstart", (event) => event.preventDefault());
  grid.addEventListener("keydown", (event) => {
    const entry = event.target.closest(".cal-entry[data-key]");
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!entry || !event.altKey || !step) return;
    event.preventDefault();
    const days = Array.from(grid.querySelectorAll(".cal-day[data-day]"));
    move(entry, days[days.indexOf(entry.closest(".cal-day")) + step]);
  });
})();
