// Compiles the styles and copies the one script we did not write.
import { readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { compile } from "sass"

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, "node_modules")
const target = join(here, "..", "static")

const compiled = (name) =>
  compile(join(here, name), {
    style: "compressed",
    sourceMap: false,
    loadPaths: [modules, here],
    quietDeps: true,
  }).css

// A compressed sheet may start with a byte order mark; two in one file are one too many.
const withoutMark = (css) => css.replace(/^\uFEFF/, "").trim()

// Icons of the timeline that no page shows: the pictures are not served.
const withoutPictures = (css) => css.replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "")

const css = [compiled("app.scss"), withoutPictures(compiled("moj.scss"))]
await writeFile(join(target, "app.css"), css.map(withoutMark).join("\n") + "\n")

// Its source map is not served either, so it must not be asked for.
const script = join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js")
const text = await readFile(script, "utf8")
await writeFile(
  join(target, "govuk-frontend.min.js"),
  text.replace(/\/\/# sourceMappingURL=.*\s*$/, "\n"),
)
