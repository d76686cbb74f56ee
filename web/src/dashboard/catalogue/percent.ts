// Percentages as they are typed ("7,7") and as the API takes them ("7.7").

export const percent = (typed: string): string => typed.trim().replace(",", ".").replace(/\s*%$/, "");

export const isPercent = (typed: string): boolean => /^\d{1,3}(\.\d{1,6})?$/.test(percent(typed)) && Number(percent(typed)) <= 100;
