// Makes pages a little kinder. Every page works without it.

const components = document.getElementById("components")

// The server keeps the words; this only says, in London time, that it has them.
const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "numeric",
  minute: "2-digit",
  hour12: true,
  timeZone: "Europe/London",
})
const timeNow = () => clock.format(new Date()).replace(/\s/g, "").toLowerCase()

const PAUSE = 2000
const NEXT_TRY = 30000

/** Saves a form as a draft two seconds after the last keystroke. */
function saveByItself(form) {
  const line = form.querySelector("[data-autosave-status]")
  let timer
  let unsaved = false
  let leaving = false

  const say = (words) => {
    if (line && line.textContent !== words) line.textContent = words
  }
  const later = (wait) => {
    clearTimeout(timer)
    timer = setTimeout(save, wait)
  }
  const written = () => {
    const fields = new FormData(form)
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name)
    return new URLSearchParams(fields)
  }
  const notSaved = (words) => {
    unsaved = true
    say(words)
    later(NEXT_TRY)
  }

  async function save() {
    clearTimeout(timer)
    if (!unsaved || leaving) return
    unsaved = false
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: written(),
        credentials: "same-origin",
        keepalive: document.hidden,
        redirect: "manual",
      })
      if (answer.ok) say(`Draft saved at ${timeNow()}`)
      else if (answer.status >= 500 || answer.status === 429) notSaved("Draft not saved. We will try again.")
      else say("Draft not saved. Your words are still on this page. Keep it open, or copy them.")
    } catch {
      notSaved(
        navigator.onLine
          ? "Draft not saved. We will try again."
          : "You are offline. Keep this page open and we will try again.",
      )
    }
  }

  form.addEventListener("input", () => {
    unsaved = true
    later(PAUSE)
  })
  form.addEventListener("submit", () => {
    leaving = true
    clearTimeout(timer)
  })
  addEventListener("pageshow", () => {
    leaving = false
  })
  // What is refused is kept by nobody else, if this page is left now.
  if (document.querySelector(".govuk-error-summary")) {
    unsaved = true
    later(0)
  }
  addEventListener("online", save)
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save()
  })
}

/** Ties one box to all boxes of a name, and says how many are ticked. */
function selectAll(all) {
  const rows = [...document.querySelectorAll('input[type="checkbox"]')].filter(
    (box) => box.name === all.dataset.selectAll,
  )
  const count = document.querySelector(`[data-selected="${CSS.escape(all.dataset.selectAll)}"]`)
  const tell = () => {
    const ticked = rows.filter((box) => box.checked).length
    all.checked = rows.length > 0 && ticked === rows.length
    all.indeterminate = ticked > 0 && ticked < rows.length
    if (count) count.textContent = ticked ? `${ticked} selected` : ""
  }
  all.addEventListener("change", () => {
    for (const box of rows) box.checked = all.checked
    tell()
  })
  for (const box of rows) box.addEventListener("change", tell)
  tell()
}

/** Whoever has a task open has seen it: says so to the server, and leaves the page as it is. */
function markRead(form) {
  const fields = new URLSearchParams(new FormData(form))
  fields.set("read", "yes")
  fetch(form.action, {
    method: "POST",
    body: fields,
    credentials: "same-origin",
    redirect: "manual",
  }).catch(() => {
    // Not reached: the task stays marked as new, which is true enough.
  })
}

const LOOK = 10000

/** Says who else has this page open, on a line that is always there. */
function tellWhoElse(line) {
  let seen = line.dataset.seen
  const fields = (more) =>
    new URLSearchParams({ csrf: line.dataset.csrf, what: line.dataset.open, ...more })

  const look = async () => {
    if (document.hidden) return
    try {
      const answer = await fetch("/open", {
        method: "POST",
        body: fields(),
        credentials: "same-origin",
        redirect: "manual",
      })
      if (!answer.ok) return
      const told = await answer.json()
      seen = told.seen_at
      const words = told.sentence || "\u00a0"
      if (line.textContent !== words) line.textContent = words
    } catch {
      // Offline: what is written there stays, and the next look tells.
    }
  }
  setInterval(look, LOOK)
  document.addEventListener("visibilitychange", look)
  addEventListener("pageshow", (event) => {
    if (event.persisted) look()
  })
  addEventListener("pagehide", () => navigator.sendBeacon("/open", fields({ left: seen })))
}

document.querySelectorAll("[data-open]").forEach(tellWhoElse)
document.querySelectorAll("form#mark-read").forEach(markRead)
document.querySelectorAll("form[data-autosave]").forEach(saveByItself)
document.querySelectorAll("input[data-select-all]").forEach(selectAll)

if (components) {
  const { initAll } = await import(components.href)
  initAll()
}
