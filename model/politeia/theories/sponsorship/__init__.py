"""sponsorship"""
