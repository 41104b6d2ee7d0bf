// Makes or shows a passkey: asks the browser, puts its answer into the form, sends it.

const refused = "Nothing was used. Try again, or choose another way."
const tooOld = "This browser cannot use passkeys. Choose another way."

const asks = {
  make: (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  show: (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
}

function usePasskey(form) {
  const answer = form.elements.namedItem("passkey")
  const fault = form.querySelector("[data-passkey-fault]")

  form.addEventListener("submit", async (event) => {
    if (answer.value) return
    event.preventDefault()
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
      fault.textContent = tooOld
      return
    }
    try {
      const made = await asks[form.dataset.passkeyDoes](JSON.parse(form.dataset.passkey))
      answer.value = JSON.stringify(made.toJSON())
    } catch {
      fault.textContent = refused
      return
    }
    form.submit()
  })
}

document.querySelectorAll("form[data-passkey]").forEach(usePasskey)
