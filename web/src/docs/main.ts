// The API reference: Swagger UI from our own site, reading our own description, trying it on our own API.

import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

// Its dark colours hang on a class of the document.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

SwaggerUI({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  // The hosted validator would tell an outside host about every visit.
  validatorUrl: null,
});
