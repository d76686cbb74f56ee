// The camera as a stream of codes.

import type { Read } from "./read.ts";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const FRAME_MS = 80;

async function nativeReader(): Promise<Read | null> {
  const { BarcodeDetector } = window as { BarcodeDetector?: DetectorClass };
  if (!BarcodeDetector) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch((): string[] => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}

async function reader(): Promise<Read> {
  return (await nativeReader()) ?? (await import("./decoder.ts")).wasmReader();
}

/** Starts the camera and tells every code that it sees, the same one again and again while it is shown. */
export async function watchCamera(video: HTMLVideoElement, onCode: (code: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
    audio: false,
  });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  video.srcObject = stream;
  let isOn = true;
  try {
    await video.play();
    const read = await reader();
    const look = async () => {
      if (!isOn) return;
      const code = video.videoWidth ? await read(video).catch(() => null) : null;
      if (code && isOn) onCode(code);
      setTimeout(() => void look(), FRAME_MS);
    };
    void look();
  } catch (error) {
    stop();
    throw error;
  }
  return () => {
    isOn = false;
    stop();
    video.srcObject = null;
  };
}

export function sayCameraError(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The camera is not allowed. Allow it in the browser's settings for this page, or type the code below.";
  if (name === "NotFoundError") return "This device has no camera. Type or paste the code below.";
  return "The camera could not be started. Close other apps that use it and try again, or type the code below.";
}
