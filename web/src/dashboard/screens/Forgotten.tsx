// For whoever does not know their password any more.

import { AskLink } from "../signin/AskLink.tsx";
import { askReset } from "../signin/calls.ts";

export default function Forgotten() {
  return (
    <AskLink
      title="A new password"
      says="We send you a link by which you choose a new password."
      goodFor="an hour"
      onAsk={askReset}
    />
  );
}
