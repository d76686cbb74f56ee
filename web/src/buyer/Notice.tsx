// A message that takes the focus when it appears, so that nobody misses it; give a new one a new `key`.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  tone?: "bad" | "calm";
  /** Not for what comes by itself: it must not take somebody away from what they are doing. */
  focus?: boolean;
  children: ComponentChildren;
}

export function Notice({ tone = "bad", focus = true, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
  }, []);
  return (
    <div ref={box} class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"} tabIndex={-1}>
      {children}
    </div>
  );
}
