// What `diagrams.js` draws with becomes a file of the site: its pages take nothing from elsewhere.
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

copyFileSync(fileURLToPath(import.meta.resolve("@mermaid-js/tiny")), "site/assets/mermaid.js");
