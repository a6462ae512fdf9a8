"""An answer in the form that its question asks for, made of the judged pieces."""
