// A message that takes the focus when it appears, so that nobody misses it; give a new one a new `key`.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Notice({ tone = "bad", children }: { tone?: "bad" | "calm"; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"} tabIndex={-1}>
      {children}
    </div>
  );
}
