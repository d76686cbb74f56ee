// What `import … from "foyer"` gives.

export { Foyer, each, ifMatch, type Page } from "./foyer.js";
export { ApiError } from "./apiError.js";
export type { Patience } from "./patience.js";
export type * from "./generated/types.gen.js";
