// Starts the check-in page.

import "./checkin.css";

import { render } from "preact";
import { App } from "./App.tsx";

const place = document.getElementById("checkin")!;
place.replaceChildren();
render(<App />, place);
