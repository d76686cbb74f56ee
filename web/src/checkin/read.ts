// What the camera asks of a decoder.

/** Reads the code in the current frame, if there is one. */
export type Read = (video: HTMLVideoElement) => Promise<string | null>;
