// Starts the check-in page.

import "./checkin.css";

import { render } from "preact";
import { staySignedIn } from "../shared/session.ts";
import { App } from "./App.tsx";

staySignedIn();

const place = document.getElementById("checkin")!;
place.replaceChildren();
render(<App />, place);
