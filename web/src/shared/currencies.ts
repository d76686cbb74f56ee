// How many decimal places a currency has: the API's own table, which a test holds against it. Never ask `Intl`: it knows
// what shops round to (no fillér of a forint), not what an amount is counted in.

const PLACES: Record<number, string> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
};
const BY_CODE = new Map(Object.entries(PLACES).flatMap(([places, codes]) => codes.split(" ").map((code) => [code, Number(places)])));

export const exponentOf = (currency: string): number => BY_CODE.get(currency) ?? 2;
