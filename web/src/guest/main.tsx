// Starts the pages that show an event only to whoever has its password, an invitation or a preview's link.

import { render } from "preact";
import { LockedEvent } from "./LockedEvent.tsx";
import { Preview } from "./Preview.tsx";

const locked = document.getElementById("locked");
const preview = document.getElementById("preview");

if (locked) {
  const title = locked.querySelector("h1")!.textContent!;
  locked.replaceChildren();
  render(<LockedEvent id={locked.dataset["event"]!} title={title} />, locked);
}
if (preview) {
  preview.replaceChildren();
  render(<Preview />, preview);
}
