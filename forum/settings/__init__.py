"""The site's own settings (name, banner, registration …) and the generation that tells caches the site changed."""
