// Decks as scripts with PptxGenJS make them: node pptxgenjs.js FOLDER
const pptxgen = require("pptxgenjs");
const path = require("path");
const folder = process.argv[2];
const BLUE = "image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkSFjxHwAEJQJTgPj0pQAAAABJRU5ErkJggg==";

function texts() {
  const deck = new pptxgen();
  const first = deck.addSlide();
  first.addText("Osloregionen", { x: 0.5, y: 0.4, w: 9, h: 1, fontSize: 36 });
  first.addText([{ text: "ett", options: { bullet: true, breakLine: true } }, { text: "to", options: { bullet: true } }], { x: 0.5, y: 1.6, w: 9, h: 3 });
  first.addText("Liten skrift", { x: 0.5, y: 4.8, w: 3, h: 0.4, fontSize: 9 });
  const second = deck.addSlide();
  second.addText("Blek tekst", { x: 1, y: 1, w: 3, h: 1, color: "DDDDDD", fontSize: 14 });
  second.addText("Hvit på mørkt", { x: 5, y: 1, w: 3, h: 1, color: "FFFFFF", fill: { color: "0B2A4A" }, fontSize: 14 });
  second.addText("Samordning av areal, transport og næringsutvikling. ".repeat(12), { x: 1, y: 2.5, w: 3, h: 1, fontSize: 16 });
  second.addText([{ text: "klikk her", options: { hyperlink: { url: "https://www.osloregionen.no" } } }], { x: 5, y: 3, w: 3, h: 1 });
  second.addNotes("Si det.");
  return deck.writeFile({ fileName: path.join(folder, "texts.pptx") });
}

function things() {
  const deck = new pptxgen();
  deck.layout = "LAYOUT_WIDE";
  deck.title = "Ting";
  deck.defineSlideMaster({ title: "MASTER", background: { color: "F4F7FA" }, objects: [
    { rect: { x: 0, y: 6.9, w: "100%", h: 0.6, fill: { color: "0B2A4A" } } },
    { placeholder: { options: { name: "title", type: "title", x: 0.5, y: 0.3, w: 12, h: 1 }, text: "" } } ] });
  const one = deck.addSlide({ masterName: "MASTER" });
  one.addText("Tabell og diagram", { placeholder: "title" });
  one.addTable([[{ text: "Medlem", options: { bold: true } }, { text: "Antall" }], ["Oslo", "1"], [{ text: "Begge", options: { colspan: 2 } }]], { x: 0.5, y: 1.5, w: 5, border: { pt: 1 } });
  one.addChart(deck.charts.BAR, [{ name: "Innbyggere", labels: ["Øst", "Vest"], values: [3, 5] }], { x: 6.5, y: 1.5, w: 6, h: 4, altText: "Vest har flere innbyggere enn øst" });
  const two = deck.addSlide({ masterName: "MASTER" });
  two.addText("Bilder", { placeholder: "title" });
  two.addImage({ data: BLUE, x: 1, y: 2, w: 3, h: 2 });
  two.addImage({ data: BLUE, x: 5, y: 2, w: 3, h: 2, altText: "Et blått felt" });
  two.addShape(deck.shapes.LINE, { x: 1, y: 5, w: 5, h: 0, line: { color: "000000", width: 1 } });
  return deck.writeFile({ fileName: path.join(folder, "things.pptx") });
}

function pages() {
  const deck = new pptxgen();
  const slide = deck.addSlide();
  const rows = Array.from({ length: 60 }, (_, row) => [`Rad ${row}`, "Samordning av areal og transport"]);
  slide.addTable(rows, { x: 0.5, y: 0.5, w: 9, autoPage: true, fontSize: 14 });
  return deck.writeFile({ fileName: path.join(folder, "pages.pptx") });
}

texts().then(things).then(pages);
