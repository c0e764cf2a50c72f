"""Records -> tables for programs and for Excel, with a description of their columns."""
