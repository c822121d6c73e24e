// Warns before a session ends, lets its person stay, and says so when it has ended (docs/adr/0052). Without this file the
// session ends at the same time, and a form that comes later is kept all the same.
const warning = document.querySelector('dialog[data-session="warning"]');
const ended = document.querySelector('dialog[data-session="ended"]');

if (warning?.showModal) {
  const form = warning.querySelector("form");
  const clock = warning.querySelector("[data-clock]");
  const whole = Number(warning.dataset.left);
  // Five minutes ahead, or a quarter of a short session: time enough to notice, to read and to press a button.
  const ahead = Math.min(300, Math.round(whole / 4));
  let endsAt;
  let timer;

  const left = () => Math.max(0, Math.round((endsAt - Date.now()) / 1000));

  function wait(seconds) {
    endsAt = Date.now() + seconds * 1000;
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, seconds - ahead) * 1000);
  }

  // Another tab may have been used meanwhile: the server knows. Asking is no sign of life.
  async function look() {
    const seconds = await ask();
    if (seconds === null || seconds > ahead + 1) {
      close();
      return wait(seconds ?? 60);
    }
    endsAt = Date.now() + seconds * 1000;
    if (seconds > 0 && !warning.open) warning.showModal();
    tick();
  }

  function tick() {
    clearTimeout(timer);
    if (left() === 0) return finish();
    clock.textContent = `${Math.floor(left() / 60)}:${String(left() % 60).padStart(2, "0")}`;
    // Every quarter of a minute the server is asked again; between, the clock only counts.
    timer = setTimeout(left() % 15 === 0 ? look : tick, 1000);
  }

  async function finish() {
    const seconds = await ask();
    if (seconds) return wait(seconds), close();
    close();
    if (seconds === 0) ended.showModal();
  }

  function close() {
    if (warning.open) warning.close();
  }

  async function ask() {
    try {
      const answer = await fetch(warning.dataset.ask, { headers: { Accept: "application/json" } });
      return answer.ok ? (await answer.json()).left : null;
    } catch {
      return null; // no network: nobody is told that they are signed out who may not be
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
      const answer = await fetch(form.action, options);
      if (answer.ok && !answer.redirected) {
        close();
        return wait((await answer.json()).left);
      }
    } catch {
      // asked below
    }
    look();
  });

  // Another script that knows of more (an answer that was refused) may ask for a look.
  warning.addEventListener("look", look);

  // A computer that slept wakes up later than its timers think.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && endsAt && left() <= ahead) look();
  });

  wait(whole);
}
