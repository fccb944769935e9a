// heard.mjs MODULES PDF...: the structure of each PDF as pdf.js reads it, as JSON on one line each:
// {"file", "title", "lang", "strings": [the text of each marked content, in the order of the pages'
// structure], "alternatives": [...], "untagged": text in no marked content, "lost": text of marked
// content that no element holds, "complaints": what pdf.js has to say}.
// MODULES: the folder that pdfjs-dist is installed in.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import path from "node:path";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(path.join(modules, "package.json"));
const print = console.log;
let complaints = [];
console.log = () => {}; // it says at once that it could not paint, which nobody asks of it
const pdfjs = require("pdfjs-dist/legacy/build/pdf.js");
console.log = (text) => complaints.push(text);

// The text of each marked content by its id, and what stands outside any, artifacts left out.
function textsOf(content) {
  const texts = new Map();
  const open = [];
  let untagged = "";
  for (const item of content.items) {
    if (item.type === "beginMarkedContentProps") {
      open.push(item.tag === "Artifact" ? "artifact" : item.id);
    } else if (item.type === "beginMarkedContent") {
      open.push(item.tag === "Artifact" ? "artifact" : undefined);
    } else if (item.type === "endMarkedContent") {
      open.pop();
    } else if (item.str !== undefined) {
      const id = open.at(-1);
      if (id === undefined || id === null) {
        untagged += item.str;
      } else if (id !== "artifact") {
        texts.set(id, (texts.get(id) ?? "") + item.str + (item.hasEOL ? "\n" : ""));
      }
    }
  }
  return { texts, untagged };
}

function walk(node, texts, out) {
  if (node.alt) {
    out.alternatives.push(node.alt);
  }
  for (const child of node.children ?? []) {
    if (child.type === "content") {
      if (texts.has(child.id)) {
        out.strings.push(texts.get(child.id));
        texts.delete(child.id);
      }
    } else if (child.type === undefined) {
      walk(child, texts, out);
    }
  }
}

for (const file of files) {
  const data = new Uint8Array(await readFile(file));
  complaints = [];
  const document = await pdfjs.getDocument({ data, useSystemFonts: true, verbosity: 1 }).promise;
  const metadata = await document.getMetadata();
  const out = { file, title: metadata.info.Title, lang: metadata.info.Language, strings: [],
    alternatives: [], untagged: "", lost: [], complaints };
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { texts, untagged } = textsOf(await page.getTextContent({ includeMarkedContent: true }));
    const tree = await page.getStructTree();
    out.untagged += untagged.trim();
    if (tree) {
      walk(tree, texts, out);
    }
    out.lost.push(...[...texts.values()].filter((text) => text.trim() !== ""));
  }
  await document.destroy();
  print(JSON.stringify(out));
}
