// Descriptions are HTML; most are written as plain paragraphs, so the form shows those without markup.

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

export function toHtml(text: string): string {
  if (/<[a-z][^>]*>/i.test(text)) return text;
  const escaped = text.trim().replace(/[&<>]/g, (character) => ENTITIES[character]!);
  if (!escaped) return "";
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replace(/\n/g, "<br>")}</p>`)
    .join("");
}

/** The text of a description that is only paragraphs; richer ones stay as they are. */
export function toText(html: string): string {
  if (/<(?!\/?p>|br>)/i.test(html)) return html;
  const text = html.replace(/<br>/gi, "\n").replace(/<\/p>\s*<p>/gi, "\n\n").replace(/<\/?p>/gi, "");
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
