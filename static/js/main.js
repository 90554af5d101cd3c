/* The only script a page names. It finds the elements that ask for a behaviour and loads each behaviour once.
   Everything works without it; a behaviour that fails to load leaves its element as the server made it. */

const NAME = /^[a-z]+$/;

export function enliven(root) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    const name = element.dataset.behaviour;
    if (NAME.test(name) && !element.dataset.lively) {
      element.dataset.lively = "yes";
      import(`./behaviours/${name}.js`).then((module) => module.default(element), () => {});
    }
  }
}

enliven(document);
