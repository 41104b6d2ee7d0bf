// Leaves a discreet page without a way back to it.

addEventListener(
  "click",
  (event) => {
    const leave = event.target.closest(".govuk-js-exit-this-page-button")
    if (!leave) return
    event.preventDefault()
    event.stopImmediatePropagation()
    document.body.hidden = true
    location.replace(leave.href)
  },
  true,
)
