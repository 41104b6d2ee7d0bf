"""Who may do what, when: asked of the domain, the JSON interface and the pages."""
