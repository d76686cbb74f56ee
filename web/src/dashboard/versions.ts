// What an edit says about the version that it is of.

/** The header of an edit of this version. */
export const matching = (version: number) => ({ ifMatch: `"${version}"` });
