// The list of tasks: says that it changed, and goes by keys. It never moves by itself.

const line = document.querySelector("[data-live]")
const POLL = 30000

/** Numbers came: say so if the list on the page is no longer how things are. */
function tell(numbers) {
  if (!line || numbers.mark === line.dataset.mark) return
  const late = numbers.overdue ? `, ${numbers.overdue} overdue` : ""
  const words = `The list has changed: ${numbers.all} now${late}.`
  if (line.textContent !== words) line.textContent = words
}

/** Where streams do not come through, ask now and then. */
function poll() {
  const ask = async () => {
    if (document.hidden) return
    try {
      const answer = await fetch(line.dataset.count, { redirect: "manual" })
      if (answer.ok) tell(await answer.json())
      else if (answer.status < 500) clearInterval(timer)
    } catch {
      // Offline: the next round asks again.
    }
  }
  const timer = setInterval(ask, POLL)
  addEventListener("pagehide", () => clearInterval(timer), { once: true })
}

function watch() {
  if (!("EventSource" in window)) {
    poll()
    return
  }
  const stream = new EventSource(line.dataset.live)
  stream.addEventListener("message", (event) => tell(JSON.parse(event.data)))
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) poll()
  })
  addEventListener("pagehide", () => stream.close(), { once: true })
}

const OFF = "sharewell-keys-off"
const help = document.getElementById("keys")
const switched = document.getElementById("keys-on")

const tasks = () => [...document.querySelectorAll("a.app-table__task")]

function step(by) {
  const rows = tasks()
  const here = rows.indexOf(document.activeElement)
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus()
}

const focused = () => tasks().find((task) => task === document.activeElement)

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => focused()?.click(),
  c: () => focused()?.closest("tr").querySelector('form[action$="/claim"] button')?.click(),
  "?": () => {
    help.open = !help.open
    if (help.open) help.querySelector("summary").focus()
  },
}

/** Never while somebody types, and never with a key that the browser may mean. */
function pressed(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]")
  if (!switched.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return
  const act = KEYS[event.key.toLowerCase()]
  if (!act) return
  event.preventDefault()
  act()
}

if (line) watch()
if (help && switched) {
  switched.checked = sessionStorage.getItem(OFF) === null
  switched.addEventListener("change", () => {
    if (switched.checked) sessionStorage.removeItem(OFF)
    else sessionStorage.setItem(OFF, "yes")
  })
  document.addEventListener("keydown", pressed)
}
