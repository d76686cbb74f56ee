// An organizer's page was written when something changed last: what is over since moves to the past.

const part = (id: string) => document.getElementById(id)!;

const over = [...part("upcoming").querySelectorAll<HTMLElement>("li")].filter((row) => Date.parse(row.dataset["ends"]!) <= Date.now());
part("past").prepend(...over.reverse());
part("past-section").hidden = !part("past").childElementCount;
part("nothing").hidden = part("upcoming").childElementCount > 0;
