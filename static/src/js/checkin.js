// Check-in with a bad connection: each mark is kept on the device, sent, and sent again until it has arrived. Without this
// file each key sends the form. What is kept are numbers and times, no names: {id, enrollment, presence, at, why}.
//   not sent   a mark without `why`
//   refused    a mark with `why`: it stays in sight until somebody has seen it

const form = document.querySelector("form[data-checkin]");

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

// On the roster: meetings of which this device has marks that were never sent.
for (const note of document.querySelectorAll("[data-unsent]")) {
  const count = read(note.dataset.unsent).filter((mark) => !mark.why).length;
  note.hidden = !count;
  note.textContent = count === 1 ? note.dataset.one : note.dataset.many.replace("%n", count);
}

if (form) {
  const { key, checkin: address } = form.dataset;
  const words = form.dataset;
  const status = form.querySelector("[data-status]");
  const signIn = form.querySelector("[data-sign-in]");
  const rows = new Map([...form.querySelectorAll("[data-enrollment]")].map((row) => [row.dataset.enrollment, row]));
  // Marks carry the server's time, however wrong the device's clock is: the last one counts, whoever made it. How far the
  // server's clock is ahead is known to lie between two bounds: what it said was true after we asked and before we heard.
  // The upper one is taken, so that no mark is dated before it was made, however slowly the page came; what that puts
  // in the future the server takes as now.
  const [load] = performance.getEntriesByType("navigation");
  let ahead = Date.parse(words.now) - (performance.timeOrigin + (load?.requestStart ?? 0));
  const LOOK_EVERY = 20_000; // ms: what others mark meanwhile
  const LONGEST_WAIT = 60_000;
  let standing = {};
  let trouble = ""; // what the status says beside the number of marks
  let wait = 1000;
  let timer = 0;
  let isSending = false;
  let memory = null; // where nothing can be kept

  for (const [enrollment, row] of rows) {
    standing[enrollment] = { presence: row.dataset.presence, said: row.querySelector("[data-state]").textContent };
  }

  // --- what is kept ---

  const kept = () => memory ?? read(key);

  function keep(marks) {
    if (memory === null) {
      try {
        if (marks.length) localStorage.setItem(key, JSON.stringify(marks));
        else localStorage.removeItem(key);
        return;
      } catch {
        memory = []; // private window, or full
      }
    }
    memory = marks;
  }

  const unsent = () => kept().filter((mark) => !mark.why);

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  // --- what is seen ---

  function draw() {
    const marks = kept();
    const waiting = new Map(marks.filter((mark) => !mark.why).map((mark) => [mark.enrollment, mark]));
    let here = 0;
    for (const [enrollment, row] of rows) {
      const mark = waiting.get(enrollment);
      const stands = standing[enrollment] ?? { presence: "", by: "" };
      const presence = mark ? mark.presence : stands.presence;
      here += presence === "here" || presence === "part";
      row.dataset.presence = presence;
      row.classList.toggle("is-waiting", Boolean(mark));
      for (const button of row.querySelectorAll("[data-mark]")) {
        button.setAttribute("aria-pressed", String(button.dataset.mark === presence));
      }
      say(row.querySelector("[data-state]"), stateOf(presence, mark, stands));
      drawRefused(row.querySelector("[data-refused]"), marks.filter((each) => each.why && each.enrollment === enrollment));
    }
    drawRefused(form.querySelector("[data-refused-others]"), marks.filter((mark) => mark.why && !rows.has(mark.enrollment)));
    say(form.querySelector("[data-count]"), words.here.replace("%n", here).replace("%a", rows.size));
    drawStatus(waiting.size);
  }

  function stateOf(presence, mark, stands) {
    const word = presence ? words[`word${presence[0].toUpperCase()}${presence.slice(1)}`] : words.nothing;
    if (mark) return `${word} · ${words.waits}`;
    if (stands.said) return stands.said;
    return presence && stands.by ? words.by.replace("%w", word).replace("%b", stands.by) : word;
  }

  // A mark that was refused says why, and stays until somebody has seen it.
  function drawRefused(box, refused) {
    if (!refused.length && box.hidden) return;
    box.hidden = !refused.length;
    say(box.querySelector("p"), refused.map((mark) => mark.why).join(" "));
    box.querySelector("button").onclick = () => {
      const seen = new Set(refused.map((mark) => mark.id));
      keep(kept().filter((mark) => !seen.has(mark.id)));
      draw();
    };
  }

  function drawStatus(count) {
    form.classList.toggle("has-unsent", count > 0);
    const number = count === 1 ? words.one : words.many.replace("%n", count);
    const all = status.dataset.had ? words.allSent : "";
    if (count) status.dataset.had = "yes";
    const parts = [count ? number : all, count ? trouble : "", memory ? words.noStore : ""].filter(Boolean);
    say(status, parts.join(". ").replace("..", "."));
    signIn.hidden = trouble !== words.signedOut;
  }

  // Only what is new is written: a screen reader speaks each change.
  function say(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  // --- marking ---

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.mark) return;
    event.preventDefault();
    const row = button.closest("[data-enrollment]");
    const presence = row.dataset.presence === button.dataset.mark ? "" : button.dataset.mark;
    const { enrollment } = row.dataset;
    const at = new Date(Date.now() + ahead).toISOString();
    const others = kept().filter((mark) => mark.why || mark.enrollment !== enrollment);
    keep([...others, { id: newId(), enrollment, presence, at }]);
    draw();
    send();
  });

  // Each answer can set the clock closer. One that the bounds contradict says that the device's clock was set anew.
  function setClock(said, asked) {
    const [least, most] = [said - Date.now(), said - asked];
    if (most < ahead || ahead < least) ahead = most;
  }

  // --- sending ---

  function later(after) {
    clearTimeout(timer);
    timer = setTimeout(send, after);
  }

  async function send() {
    if (isSending) return;
    clearTimeout(timer);
    isSending = true;
    const marks = unsent();
    const outcome = await ask(marks);
    isSending = false;
    if (outcome === "done") {
      trouble = "";
      wait = 1000;
      draw();
      if (unsent().length) return send();
      if (!document.hidden) later(LOOK_EVERY);
      return;
    }
    trouble = words[outcome];
    draw();
    // In turn after 1, 2, 4 ... 60 seconds, each a little more, so that many devices don't all come back at once.
    later(wait * (1 + Math.random() / 4));
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  // Sends marks and learns what stands. Answers with what happened: done, or the name of what to say.
  async function ask(marks, isAgain = false) {
    const headers = { Accept: "application/json" };
    const options = { headers, redirect: "manual", credentials: "same-origin", cache: "no-store" };
    if (marks.length) {
      const sent = marks.map(({ id, enrollment, presence, at }) => ({ id, enrollment, presence, at }));
      headers["Content-Type"] = "application/json";
      headers["X-CSRFToken"] = form.elements.csrfmiddlewaretoken.value;
      Object.assign(options, { method: "POST", body: JSON.stringify({ by: key.split(":")[1], marks: sent }) });
    }
    const asked = Date.now();
    let answer;
    try {
      answer = await fetch(address, options);
    } catch {
      return "offline";
    }
    // Signed out: the answer leads to the sign-in page, the form's token is no longer good, or somebody else came in.
    if (answer.type === "opaqueredirect" || answer.status === 401) return "signedOut";
    if (answer.status === 403) return !isAgain && (await renewToken()) ? ask(marks, true) : "signedOut";
    if (answer.status === 404 || answer.status === 400) return "gone";
    const said = answer.ok ? await answer.json().catch(() => null) : null;
    if (!said) return "trying";
    setClock(Date.parse(said.now), asked);
    settle(said);
    return "done";
  }

  // Somebody signed in again in another tab: the page has a new token, if it is still this person's.
  async function renewToken() {
    try {
      const answer = await fetch(location.pathname, { redirect: "manual", cache: "no-store" });
      if (!answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("form[data-checkin]");
      if (fresh?.dataset.key !== key) return false;
      form.elements.csrfmiddlewaretoken.value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
      return true;
    } catch {
      return false;
    }
  }

  function settle({ answers, standing: stands }) {
    const answered = new Map(answers.map((each) => [each.id, each.why]));
    const left = kept()
      .map((mark) => (answered.get(mark.id) ? { ...mark, why: answered.get(mark.id) } : mark))
      .filter((mark) => mark.why || !answered.has(mark.id));
    if (answers.length) keep(left);
    standing = stands;
  }

  // --- when to try again ---

  function now() {
    wait = 1000;
    send();
  }
  addEventListener("online", now);
  addEventListener("pageshow", (event) => event.persisted && now());
  addEventListener("offline", () => {
    trouble = words.offline;
    draw();
  });
  document.addEventListener("visibilitychange", () => document.hidden || now());
  addEventListener("storage", (event) => event.key === key && draw());
  addEventListener("beforeunload", (event) => memory?.length && event.preventDefault());

  // --- finding a name ---

  const find = form.querySelector("[data-find]");
  find.hidden = rows.size < 8;
  find.addEventListener("input", () => {
    const wanted = find.querySelector("input").value.trim().toLocaleLowerCase();
    for (const row of rows.values()) {
      row.hidden = !row.querySelector("h2").textContent.toLocaleLowerCase().includes(wanted);
    }
  });
  find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());

  draw();
  if (unsent().length) send();
  else later(LOOK_EVERY);
}
