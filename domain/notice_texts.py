"""What a person is told when information about them was shared, until it is edited.

Each version says who, what in general, to whom, why, on what basis, which rights there
are and how to complain. Words in braces are filled in; see
`domain.person_notices.FILLED_IN`.
"""

PLAIN = """\
# We have shared information about you

{day}

Dear {person},

{organisation} has shared some information about you. This tells you what we shared, \
why, and what you can do.

# What we shared

{what}

We shared only what was needed.

# Who we shared it with

{recipient}

# Why we shared it

{why}

A person decided this, and not a computer.

# What the law says

{basis}

# How long we keep it

We keep a record of what we shared and why. We keep it only as long as our rules say. \
Ask us if you want to know how long.

# Your rights

You can ask us:

- for a copy of what we hold about you
- to put right what is wrong
- to delete it, or to use less of it
- to stop using it

We look at every request. Sometimes the law does not let us say yes. Then we tell you \
why.

# If you are not happy with this

Tell us. Ring us on {telephone}, or write to us, and ask for our data protection \
officer. We answer within 30 days to say that we have your complaint. Then we look \
into it and tell you what we found.

You can also complain to the Information Commissioner’s Office. Ring 0303 123 1113 or \
go to ico.org.uk.

# Who you can ask

Ring {telephone}. Give this reference: {reference}.

If you are in danger now, ring 999.
"""

CHILD = """\
# We told somebody about you

{day}

Hello {person},

This is from {organisation}. We told another person some things about you. We want \
you to know about it.

# What we told them

{what}

# Who we told

{recipient}

# Why we told them

{why}

You have done nothing wrong. The law says that we can do this to keep people safe.

# What you can do

It is about you, so you can ask us:

- to show you what we wrote
- to put it right if something is wrong
- to stop using it

A grown-up you trust can help you to ask. Sometimes we have to say no. Then we tell \
you why.

# If you are not happy

Tell us, or ask a grown-up to tell us. Our number is {telephone}.

You can also tell the Information Commissioner’s Office. They check that people look \
after what they know about you. Their number is 0303 123 1113. They are at ico.org.uk.

# Who you can talk to

Ring {telephone}. Say this: {reference}.

You can talk to Childline at any time. It is free. Ring 0800 1111.

If you are in danger now, ring 999.
"""

EASY = """\
# We shared information about you

{day}

Hello {person}.

This is from {organisation}.

We know some things about you.

We told another person.

# What we told them

{what}

# Who we told

{recipient}

# Why

{why}

The law lets us do this.

# You can ask us

- You can ask to see it.
- You can ask us to change it.
- You can ask us to stop.

We may have to say no.

We will tell you why.

# If you are not happy

You can complain.

Ring us on {telephone}.

You can ask somebody to help you.

You can also complain to the Information Commissioner’s Office.

Ring 0303 123 1113.

Their website is ico.org.uk.

# Who to ask

Ring {telephone}.

Say this: {reference}.

Are you in danger now?

Ring 999.
"""
