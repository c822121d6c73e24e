"""The career map: titles as stations of lines, moves as transfers, laid out and drawn by the server.

graph     what is on the map on a day, read in five queries
order     in which order the lines lie, so that few transfers cross them
tracks    on which track of its line a station lies
channels  which lane a transfer takes between the columns
layout    where everything is, in the drawing's own units
drawing   the layout as SVG, in pieces that a filter switches
kept      the drawing of the vocabulary's version, kept by the process
"""
