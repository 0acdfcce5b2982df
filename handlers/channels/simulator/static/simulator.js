"use strict";
// The phone: shows what the account sent, and hands what the person does to the simulator.

const words = document.body.dataset;
const query = new URLSearchParams(location.search);
const element = (id) => document.getElementById(id);
const talk = element("talk"), quick = element("quick"), people = element("people"), text = element("text");
const acts = { sticker: `☺ ${words.sticker}`, image: `▣ ${words.photo}`, unfollow: `✕ ${words.block}`, follow: `✓ ${words.unblock}` };
let user = "", shown = 0, blocked = false, polling = 0, menuShown = "", onPc = query.get("view") === "pc";

function make(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

function withLinks(bubble, content) {
  bubble.textContent = "";
  for (const part of content.split(/(https?:\/\/[^\s]+)/)) {
    if (/^https?:\/\//.test(part)) {
      const link = make("a", "", part);
      link.href = part;
      link.target = "_blank";
      link.rel = "noopener";
      bubble.append(link);
    } else {
      bubble.append(part);
    }
  }
  return bubble;
}

function flex(node) {
  if (node.type === "text") {
    const line = make("div", node.weight === "bold" ? "bold" : node.size === "sm" ? "small" : "", node.text);
    return line;
  }
  const box = make("div", node.layout === "horizontal" ? "row" : "box");
  for (const child of node.contents || []) box.append(flex(child));
  return box;
}

function bubbleOf(entry) {
  const message = entry.message;
  if (message.type === "flex") {
    const card = make("div", "bubble account card");
    const { header, body } = message.contents;
    if (header) { const head = flex(header); head.classList.add("head"); card.append(head); }
    if (body) card.append(flex(body));
    return card;
  }
  const bubble = make("div", `bubble ${entry.side}`);
  if (message.originalContentUrl) return withPicture(bubble, message);
  if (message.type === "text") withLinks(bubble, message.text);
  else if (message.type === "unsent") bubble.textContent = words.unsent;
  else bubble.textContent = [acts[message.type] || `▤ ${words.photo}`, message.name].filter(Boolean).join(" · ");
  return bubble;
}

function withPicture(bubble, message) {
  bubble.classList.add("picture");
  const link = make("a"), picture = make("img");
  link.href = message.originalContentUrl;
  link.target = "_blank";
  link.rel = "noopener";
  picture.src = message.previewImageUrl;
  picture.alt = words.picture;
  picture.addEventListener("load", () => { talk.scrollTop = talk.scrollHeight; });
  link.append(picture);
  bubble.append(link);
  return bubble;
}

function unsendButton(bubble, id) {
  const button = make("button", "unsend", words.unsend);
  button.type = "button";
  button.addEventListener("click", () => {
    bubble.textContent = words.unsent;
    button.remove();
    act({ unsend: id });
  });
  return button;
}

const asBase64 = (file) => new Promise((done) => {
  const reader = new FileReader();
  reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
  reader.readAsDataURL(file);
});

// A clipboard action tells the account nothing. Pages without TLS have no clipboard of the new kind.
async function copy(content) {
  let done = true;
  try {
    await navigator.clipboard.writeText(content);
  } catch {
    done = copyBySelecting(content);
  }
  const copied = element("copied");
  copied.textContent = done ? words.copied : words.notCopied;
  copied.hidden = false;
  setTimeout(() => { copied.hidden = true; }, 3000);
}

function copyBySelecting(content) {
  const area = make("textarea", "hidden");
  area.value = content;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  text.focus();
  return done;
}

function showQuick(message) {
  quick.textContent = "";
  for (const item of message?.quickReply?.items || []) {
    const action = item.action;
    if (action.type === "uri") {
      const link = make("a", "", action.label);
      link.href = action.uri;
      link.target = "_blank";
      link.rel = "noopener";
      quick.append(link);
    } else {
      const button = make("button", "", action.label);
      button.type = "button";
      button.addEventListener("click", () => (action.type === "clipboard"
        ? copy(action.clipboardText)
        : act({ data: action.data, label: action.displayText || action.label })));
      quick.append(button);
    }
  }
}

// The tiles are buttons over the picture, where the menu says they are; a PC shows no menu at all.
function showMenu(menu) {
  const id = menu && !onPc ? menu.richMenuId : "";
  if (id === menuShown) return;
  menuShown = id;
  const place = element("menu"), bar = element("bar");
  place.textContent = "";
  bar.hidden = !id;
  if (!id) { place.hidden = true; return; }
  const picture = make("img");
  picture.src = `menu/${encodeURIComponent(id)}`;
  picture.alt = "";
  picture.width = menu.size.width;
  picture.height = menu.size.height;
  place.append(picture);
  for (const { bounds, action } of menu.areas) {
    const tile = make("button");
    tile.type = "button";
    tile.setAttribute("aria-label", action.label);
    tile.style.left = `${(100 * bounds.x) / menu.size.width}%`;
    tile.style.top = `${(100 * bounds.y) / menu.size.height}%`;
    tile.style.width = `${(100 * bounds.width) / menu.size.width}%`;
    tile.style.height = `${(100 * bounds.height) / menu.size.height}%`;
    tile.addEventListener("click", () => act({ data: action.data, label: action.displayText || action.label }));
    place.append(tile);
  }
  bar.dataset.text = menu.chatBarText;
  openMenu(menu.selected);
}

function openMenu(open) {
  const bar = element("bar");
  element("menu").hidden = !open;
  bar.setAttribute("aria-expanded", String(open));
  bar.textContent = `${bar.dataset.text} ${open ? "▾" : "▴"}`;
  talk.scrollTop = talk.scrollHeight;
}

function lookLike(pc) {
  onPc = pc;
  document.body.classList.toggle("pc", pc);
  element("view").textContent = pc ? words.phone : words.pc;
  element("pc-note").hidden = !pc;
  quick.hidden = pc;
}

async function look() {
  const asked = user;
  const answer = await fetch(`talk?user=${encodeURIComponent(asked)}&after=${shown}`);
  const news = await answer.json();
  if (asked !== user) return;
  if (news.newest < shown) return forget(); // the simulator was started anew
  for (const entry of news.entries) {
    if (entry.number <= shown) continue;
    shown = entry.number;
    const bubble = bubbleOf(entry), message = entry.message;
    talk.append(bubble);
    if (entry.side === "person" && message.id && message.type !== "unsent") talk.append(unsendButton(bubble, message.id));
    showQuick(entry.side === "account" ? entry.message : null);
    talk.scrollTop = talk.scrollHeight;
  }
  const wasWaiting = !element("waiting").hidden;
  element("waiting").hidden = !news.waiting;
  if (news.waiting && !wasWaiting) talk.scrollTop = talk.scrollHeight;
  showMenu(news.menu);
  element("pushes").textContent = `${news.pushes} / ${news.quota}`;
  blocked = news.blocked;
  element("block").textContent = blocked ? words.unblock : words.block;
  element("blocked").hidden = !blocked;
  for (const id of ["text", "send", "sticker", "photo"]) element(id).disabled = blocked;
}

async function keepLooking() {
  clearTimeout(polling);
  try { await look(); } catch { /* the simulator is away: looked again below */ } finally { polling = setTimeout(keepLooking, document.hidden ? 2000 : 400); }
}

async function act(what) {
  await ready; // what is typed before the person is known waits for it
  quick.textContent = "";
  const answer = await fetch("say", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user, ...what }),
  }).catch(() => ({ ok: false }));
  if (!answer.ok) talk.append(make("div", "bubble trouble", words.undelivered));
  await keepLooking();
}

function forget() {
  shown = 0;
  talk.textContent = "";
  quick.textContent = "";
}

function play(chosen) {
  user = chosen;
  forget();
  text.focus();
  return keepLooking();
}

async function addPerson(id, name) {
  await fetch("people", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user: id, name }) });
}

async function listPeople() {
  const answer = await fetch("people");
  people.textContent = "";
  for (const person of await answer.json()) {
    const option = make("option", "", person.name);
    option.value = person.user;
    people.append(option);
  }
  const fresh = make("option", "", `+ ${words.newPerson}`);
  fresh.value = "";
  people.append(fresh);
}

people.addEventListener("change", async () => {
  if (people.value) return play(people.value);
  const id = `Unew${Date.now()}`;
  await addPerson(id, `${words.newPerson} ${people.options.length}`);
  await listPeople();
  people.value = id;
  return play(id);
});
element("form").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const typed = text.value.trim();
  if (!typed) return;
  text.value = "";
  act({ text: typed });
});
text.addEventListener("keydown", (key) => {
  if (key.key === "Enter" && !key.shiftKey && !key.isComposing) {
    key.preventDefault();
    element("form").requestSubmit();
  }
});
element("sticker").addEventListener("click", () => act({ type: "sticker" }));
element("photo").addEventListener("click", () => element("file").click());
element("file").addEventListener("change", async () => {
  const [file] = element("file").files;
  element("file").value = "";
  if (!file) return;
  const type = file.type.startsWith("image/") ? "image" : "file";
  await act({ type, name: file.name, body: await asBase64(file) });
});
element("bar").addEventListener("click", () => openMenu(element("menu").hidden));
element("view").addEventListener("click", () => { lookLike(!onPc); keepLooking(); });
element("block").addEventListener("click", () => act({ type: blocked ? "follow" : "unfollow" }));

const ready = (async () => {
  lookLike(onPc);
  const wanted = query.get("user");
  if (wanted) await addPerson(wanted, "");
  await listPeople();
  if (wanted) people.value = wanted;
  text.value ||= query.get("say") || "";
  await play(people.value);
})();
