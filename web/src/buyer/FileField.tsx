// A file as an answer: handed in as soon as it is picked.

import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { sayProblem } from "./problems.ts";

const MOST_BYTES = 4_000_000;

interface Props {
  id: string;
  isHere: boolean;
  described: object;
  /** Answers the file's id. */
  upload(file: File): Promise<string>;
  onChange(fileId: string): void;
}

export function FileField({ id, isHere, described, upload, onChange }: Props) {
  const [state, setState] = useState(isHere ? t("A file is here. Another one takes its place.") : t("4 MB at most."));

  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > MOST_BYTES) return setState(t("This file is too large: 4 MB at most."));
    setState(t("Sending the file…"));
    try {
      onChange(await upload(file));
      setState(t("The file is here: {name}", { name: file.name }));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      onChange("");
      setState(problem.code === "empty_file" ? t("This file is empty.") : sayProblem(problem));
    }
  }

  return (
    <>
      <input id={id} type="file" {...described} onChange={(picked) => void take(picked.currentTarget.files?.[0])} />
      <small role="status">{state}</small>
    </>
  );
}
