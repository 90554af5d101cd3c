/* Which square of a picture becomes the portrait: shown as it will be, moved by hand or by the three sliders, which are
   what is sent. */

export default function crop(box) {
  const { picture, x, y, zoom } = box.closest("form").elements;
  const view = box.querySelector(".crop-view");
  const image = view.querySelector("img");
  let url;

  picture.addEventListener("change", () => {
    URL.revokeObjectURL(url);
    view.hidden = true;
    const file = picture.files[0];
    if (!file) return;
    for (const slider of [x, y, zoom]) slider.value = slider.defaultValue;
    url = URL.createObjectURL(file);
    image.src = url;
  });
  image.addEventListener("load", () => {
    view.hidden = false;
    box.open = true;
    draw();
  });
  for (const slider of [x, y, zoom]) slider.addEventListener("input", draw);

  view.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener("pointermove", (event) => {
    if (!view.hasPointerCapture(event.pointerId)) return;
    const { beyond } = shown();
    move(x, event.movementX, beyond.width);
    move(y, event.movementY, beyond.height);
    draw();
  });

  function move(slider, distance, room) {
    if (room > 0) slider.value = Math.round(Number(slider.value) - (100 * distance) / room);
  }

  /* How large the picture is drawn, and how much of it lies beyond the square. */
  function shown() {
    const side = view.clientWidth;
    const scale = (side / Math.min(image.naturalWidth, image.naturalHeight)) * (zoom.value / 100);
    const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
    return { width, height, beyond: { width: width - side, height: height - side } };
  }

  function draw() {
    if (view.hidden) return;
    const { width, height, beyond } = shown();
    Object.assign(image.style, {
      width: `${width}px`,
      height: `${height}px`,
      left: `${(-beyond.width * x.value) / 100}px`,
      top: `${(-beyond.height * y.value) / 100}px`,
    });
  }
}
