"""The inspectors' phone: a page that works without network, what it fetches and sends, the page behind the code."""
