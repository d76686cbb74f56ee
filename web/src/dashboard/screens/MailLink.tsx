// Signing in without a password.

import { AskLink } from "../signin/AskLink.tsx";
import { askSignInLink } from "../signin/calls.ts";

export default function MailLink() {
  return (
    <AskLink
      title="A link to sign in"
      says="We send you a link that signs you in, without a password. Open it in the browser that you want to work in."
      goodFor="fifteen minutes"
      onAsk={askSignInLink}
    />
  );
}
