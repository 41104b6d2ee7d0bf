// Warns somebody in time that they will be signed out. Every page says it in words too.

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "numeric",
  minute: "2-digit",
  hour12: true,
  timeZone: "Europe/London",
})
const said = (moment) => clock.format(moment).replace(/\s/g, "").toLowerCase()

const NEXT_TRY = 30000
const WARNING = 120000

/** Says in time that somebody will be signed out, and lets them stay. */
function warnInTime(notice) {
  const words = notice.querySelector("[data-session-words]")
  let timer

  const later = (ends) => {
    clearTimeout(timer)
    const left = Date.parse(ends) - Date.now()
    timer = setTimeout(() => look(), Math.max(left - WARNING, 1000))
  }
  const hide = () => {
    words.textContent = ""
    if (notice.matches(":popover-open")) notice.hidePopover()
  }
  const say = (text) => {
    if (!notice.matches(":popover-open")) notice.showPopover()
    if (words.textContent !== text) words.textContent = text
  }
  const ask = (address, given) =>
    fetch(address, { credentials: "same-origin", redirect: "manual", ...given })

  // Another page, or a draft that saved itself, may have put the end off.
  async function look() {
    try {
      const answer = await ask("/account/ends")
      if (!answer.ok) {
        say("You are signed out. Keep this page open: sign in again in another tab, then go on here.")
        notice.querySelector("[data-session-stay]").hidden = true
        return
      }
      const { ends_at: ends } = await answer.json()
      const left = Date.parse(ends) - Date.now()
      if (left > WARNING + 1000) hide()
      else say(`You will be signed out at ${said(new Date(ends))}, because nothing has happened here.`)
      if (left > WARNING + 1000) later(ends)
      else timer = setTimeout(look, Math.max(left, 0) + 2000)
    } catch {
      timer = setTimeout(look, NEXT_TRY)
    }
  }

  notice.querySelector("[data-session-stay]").addEventListener("click", async () => {
    try {
      const body = new URLSearchParams({ csrf: notice.dataset.csrf })
      const answer = await ask("/account/stay", { method: "POST", body })
      if (!answer.ok) return look()
      hide()
      later((await answer.json()).ends_at)
    } catch {
      say("You are offline. Try again when you are back.")
    }
  })
  later(notice.dataset.ends)
}

document.querySelectorAll("[data-session-notice]").forEach(warnInTime)
