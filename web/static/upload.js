/** Says how far a file has come while it is sent. Without this the form works as it is. */
const form = document.querySelector('form[enctype="multipart/form-data"]')
const status = document.querySelector("[data-upload-status]")

function send(event) {
  const file = form.querySelector('input[type="file"]')
  if (!file.files.length) return
  event.preventDefault()
  const request = new XMLHttpRequest()
  request.open("POST", form.action)
  request.responseType = "document"
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) tell(Math.round((100 * sent.loaded) / sent.total))
  })
  request.addEventListener("load", () => showAnswer(request))
  request.addEventListener("error", () => {
    status.textContent = "We could not send the file. Check your connection, then press the button again."
  })
  request.send(new FormData(form))
}

function tell(percent) {
  const text = percent < 100 ? `${percent}% sent` : "All of it is sent. We are checking it now."
  if (status.textContent !== text) status.textContent = text
}

/** A page with what is wrong takes the place of this one; otherwise we go where it went. */
function showAnswer(request) {
  if (request.status < 300 && request.responseURL !== form.action) {
    window.location.assign(request.responseURL)
    return
  }
  const answer = request.response
  if (!answer) {
    status.textContent = "The file is too large, or something went wrong. It has not been kept."
    return
  }
  document.title = answer.title
  document.querySelector("main").replaceWith(document.adoptNode(answer.querySelector("main")))
  const problem = document.querySelector(".govuk-error-summary")
  if (problem) {
    problem.tabIndex = -1
    problem.focus()
  }
}

if (form && status) form.addEventListener("submit", send)
