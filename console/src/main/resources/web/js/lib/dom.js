// Builds elements. Text is always set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element. Props: class, on (listeners), data (data-…), aria (aria-…), prop (DOM properties); anything else is an attribute. */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element; the same props as {@link h}. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name === "on") {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (name === "data" || name === "aria") {
      Object.entries(value).forEach(([key, text]) => text !== undefined && text !== null && element.setAttribute(`${name}-${key}`, text));
    } else if (name === "prop") {
      Object.assign(element, value);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);
}

/** Replaces the content of an element. Focus stays on the control that has the same data-test or id, if there is one. */
export function replace(parent, ...children) {
  const active = parent.contains(document.activeElement) ? document.activeElement : null;
  const selector = active && focusSelector(active);
  const scroll = parent.scrollTop;
  parent.replaceChildren(...nodes(children));
  parent.scrollTop = scroll;
  if (selector) {
    parent.querySelector(selector)?.focus({ preventScroll: true });
  }
}

function focusSelector(element) {
  const parts = ["data-test", "data-key"].filter((name) => element.hasAttribute(name));
  if (parts.length > 0) {
    return parts.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("");
  }
  return element.id ? `#${CSS.escape(element.id)}` : null;
}

/** Replaces the content only if the value differs from the one shown last, so that nothing flickers. */
export function replaceIfChanged(parent, value, build) {
  const text = JSON.stringify(value) ?? "undefined";
  if (parent.shownValue !== text) {
    parent.shownValue = text;
    replace(parent, build());
  }
}

/** Sets a text only if it differs, so that a live region is not read again. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Keeps a scrolled list at its end, unless the operator has scrolled up. Returns a function to call after each change. */
export function stickToEnd(element) {
  let atEnd = true;
  const follow = () => {
    if (atEnd) {
      element.scrollTop = element.scrollHeight;
    }
  };
  element.addEventListener("scroll", () => { atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40; });
  new ResizeObserver(follow).observe(element);
  return follow;
}

let lastId = 0;

/** An id for label/for and aria-describedby. */
export function newId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

export function byId(id) {
  return document.getElementById(id);
}
