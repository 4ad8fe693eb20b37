// Barcodes by the camera, where the browser can read them: into a list line by line, or into a field at once.
// Shows <p data-scan="id of the field">, which is hidden where it cannot.
const KINDS = ["ean_13", "ean_8", "upc_a", "itf"];
const places = [...document.querySelectorAll("[data-scan]")];

const supported = async () =>
  "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia && (await BarcodeDetector.getSupportedFormats()).filter((kind) => KINDS.includes(kind));

function put(field, code) {
  if (!field.matches("textarea")) field.value = code;
  else if (!field.value.split("\n").includes(code)) field.value += `${/[^\n]$/.test(field.value) ? "\n" : ""}${code}\n`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function scan(field, formats) {
  const dialog = document.getElementById(`scan-${field.id}`);
  const [video, said] = [dialog.querySelector("video"), dialog.querySelector("p")];
  said.textContent = "Hold the barcode before the camera.";
  dialog.showModal();
  const detector = new BarcodeDetector({ formats });
  const found = new Set();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    await video.play();
  } catch {
    said.textContent = "The camera is not to be had. Allow it for this page, or type the digits.";
  }
  while (stream && dialog.open) {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) {
      if (found.has(rawValue)) continue;
      put(field, rawValue);
      said.textContent = `${rawValue} is noted. ${found.add(rawValue).size} so far.`;
      navigator.vibrate?.(60);
      if (!field.matches("textarea")) dialog.close();
    }
    await new Promise((next) => setTimeout(next, 150));
  }
  stream?.getTracks().forEach((track) => track.stop());
  if (stream) field.focus();
}

async function begin() {
  const formats = await supported();
  for (const place of formats?.length ? places : []) {
    place.hidden = false;
    const field = document.getElementById(place.dataset.scan);
    const dialog = document.getElementById(`scan-${field.id}`);
    place.querySelector("button").addEventListener("click", () => scan(field, formats));
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
  }
}

if (places.length) begin();
