// Starts GOV.UK Frontend. Everything on the page works without this file.
import { initAll } from "../vendor/govuk-frontend/govuk-frontend-6.3.0.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
