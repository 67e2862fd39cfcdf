/* Sends a large file in pieces (tus 1.0.0) with its progress; a broken line, a closed page, a restart go on where it was. */
(() => {
  const PIECE = 4 * 1024 * 1024;
  const SMALL = 8 * 1024 * 1024;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  for (const form of document.querySelectorAll("form[data-pieces]")) {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      const file = input && input.files[0];
      if (!file || file.size <= SMALL) return;
      event.preventDefault();
      send(form, file);
    });
  }

  async function send(form, file) {
    const button = form.querySelector("button[type=submit]");
    const said = form.querySelector("[data-said]");
    const bar = form.querySelector("progress");
    const words = form.dataset;
    const version = form.querySelector("input[name$=name]")?.value.trim() || "";
    const key = ["upload", words.pieces, version, file.name, file.size, file.lastModified].join("|");
    const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, "Tus-Resumable": "1.0.0" };
    button.disabled = true;
    bar.hidden = false;
    bar.max = file.size;
    let address = localStorage.getItem(key);
    let offset = address ? await reached(address, headers) : -1;
    if (offset < 0) {
      const told = { ...headers, "Upload-Length": String(file.size) };
      if (version) told["Upload-Metadata"] = "version " + btoa(String.fromCharCode(...new TextEncoder().encode(version)));
      const answer = await fetch(words.pieces, { method: "POST", headers: told }).catch(() => null);
      if (!answer || answer.status !== 201) return stop(answer ? await answer.text() : words.broken);
      address = answer.headers.get("Location");
      localStorage.setItem(key, address);
      offset = 0;
    }
    let pause = 1000;
    do {
      show(offset);
      const answer = await fetch(address, {
        method: "PATCH", body: file.slice(offset, offset + PIECE),
        headers: { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
      }).catch(() => null);
      if (answer && (answer.status === 204 || answer.status === 409)) {
        offset = Number(answer.headers.get("Upload-Offset"));
        pause = 1000;
        if (answer.status === 409) await wait(pause);
      } else if (answer && answer.status === 404 && offset + PIECE >= file.size) {
        break; // the answer to the last piece was lost: the file has arrived
      } else if (answer && answer.status < 500) {
        localStorage.removeItem(key);
        return stop(answer.status === 422 || answer.status === 403 ? await answer.text() : words.broken);
      } else {
        said.textContent = words.waiting;
        await wait(pause);
        pause = Math.min(pause * 2, 30000);
        const now = await reached(address, headers);
        if (now >= 0) offset = now;
      }
    } while (offset < file.size);
    localStorage.removeItem(key);
    location.reload();

    function show(done) {
      bar.value = done;
      said.textContent = `${words.sending} ${Math.floor((done / file.size) * 100)}%`;
    }
    function stop(message) {
      said.textContent = message;
      bar.hidden = true;
      button.disabled = false;
    }
  }

  async function reached(address, headers) {
    const answer = await fetch(address, { method: "HEAD", headers }).catch(() => null);
    return answer && answer.status === 200 ? Number(answer.headers.get("Upload-Offset")) : -1;
  }
})();
