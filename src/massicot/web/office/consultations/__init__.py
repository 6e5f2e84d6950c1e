"""Requests to see a script on the right of access: asked, checked, answered, watched until they have their answer."""
