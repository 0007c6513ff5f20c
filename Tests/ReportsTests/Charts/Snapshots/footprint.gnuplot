set encoding utf8
set terminal svg size 420,320 dynamic noenhanced font 'sans-serif,14' background '#FFFFFF'
set output "chart.svg"
set multiplot
unset key; unset border; unset colorbox; unset grid
set label "filetype: size and memory" at screen 0.0380952, screen 0.9375 left font "sans-serif:Bold,16" textcolor rgb '#1F2328' front
set label "Shorter is better. Memory: above an idle worker\047s." at screen 0.0380952, screen 0.86875 left font ",12" textcolor rgb '#57606A' front
set label "fp32 · reference" at screen 0.0380952, screen 0.71875 left font ",14" textcolor rgb '#1F2328' front
set label "fp16 · undecided" at screen 0.0380952, screen 0.5625 left font ",14" textcolor rgb '#1F2328' front
set arrow from screen 0.0380952, screen 0.6 to screen 0.961905, screen 0.6 nohead back linewidth 1 linecolor rgb '#DFE3E8'
set label "int8-qdq" at screen 0.0380952, screen 0.40625 left font ",14" textcolor rgb '#1F2328' front
set arrow from screen 0.0380952, screen 0.44375 to screen 0.961905, screen 0.44375 nohead back linewidth 1 linecolor rgb '#DFE3E8'
set label "int8-dynamic · fails" at screen 0.0380952, screen 0.25 left font ",14" textcolor rgb '#1F2328' front
set arrow from screen 0.0380952, screen 0.2875 to screen 0.961905, screen 0.2875 nohead back linewidth 1 linecolor rgb '#DFE3E8'
set lmargin at screen 0.0380952
set rmargin at screen 0.47619
set tmargin at screen 0.7375
set bmargin at screen 0.1125
unset logscale x
set xrange [0:5.06198] noextend
unset xtics
set yrange [200:0] noextend
unset ytics
set label "0" at screen 0.0380952, screen 0.075 center font ",12" textcolor rgb '#57606A' front
set label "2" at screen 0.211188, screen 0.075 center font ",12" textcolor rgb '#57606A' front
set label "model file" at screen 0.0380952, screen 0.7875 left font "sans-serif:Bold,12" textcolor rgb '#57606A' front
set label "MB" at screen 0.47619, screen 0.075 right font ",12" textcolor rgb '#57606A' front
set label "3.16 MB" at screen 0.32619, screen 0.65 left font ",12" textcolor rgb '#1F2328' front
set label "1.61 MB" at screen 0.19141, screen 0.49375 left font ",12" textcolor rgb '#1F2328' front
set label "1.17 MB" at screen 0.153233, screen 0.3375 left font ",12" textcolor rgb '#1F2328' front
set label "835 kB" at screen 0.124669, screen 0.18125 left font ",12" textcolor rgb '#1F2328' front
plot '-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor rgb '#DFE3E8', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#0072B2', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#E69F00', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#009E73', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#D55E00'
0 17 0 22
2 17 0 22
0 67 0 22
2 67 0 22
0 117 0 22
2 117 0 22
0 167 0 22
2 167 0 22
e
1.58187 28 0 3.16374 20 36
e
0.803207 78 0 1.60641 70 86
e
0.582646 128 0 1.16529 120 136
e
0.417625 178 0 0.835251 170 186
e
unset label; unset arrow
set lmargin at screen 0.52381
set rmargin at screen 0.961905
set tmargin at screen 0.7375
set bmargin at screen 0.1125
unset logscale x
set xrange [0:67.04] noextend
unset xtics
set yrange [200:0] noextend
unset ytics
set label "0" at screen 0.52381, screen 0.075 center font ",12" textcolor rgb '#57606A' front
set label "20" at screen 0.654506, screen 0.075 center font ",12" textcolor rgb '#57606A' front
set label "40" at screen 0.785203, screen 0.075 center font ",12" textcolor rgb '#57606A' front
set label "peak memory" at screen 0.52381, screen 0.7875 left font "sans-serif:Bold,12" textcolor rgb '#57606A' front
set label "MB" at screen 0.961905, screen 0.075 right font ",12" textcolor rgb '#57606A' front
set label "38.2 MB" at screen 0.787726, screen 0.65 left font ",12" textcolor rgb '#1F2328' front
set label "41.9 MB" at screen 0.811905, screen 0.49375 left font ",12" textcolor rgb '#1F2328' front
set label "31.4 MB" at screen 0.743289, screen 0.3375 left font ",12" textcolor rgb '#1F2328' front
set label "not measured" at screen 0.538095, screen 0.18125 left font ",12" textcolor rgb '#1F2328' front
plot '-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor rgb '#DFE3E8', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#0072B2', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#E69F00', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#009E73', \
     '-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#D55E00'
0 17 0 22
20 17 0 22
40 17 0 22
0 67 0 22
20 67 0 22
40 67 0 22
0 117 0 22
20 117 0 22
40 117 0 22
0 167 0 22
20 167 0 22
40 167 0 22
e
19.1 28 0 38.2 20 36
e
20.95 78 0 41.9 70 86
e
15.7 128 0 31.4 120 136
e
0 178 0 0 170 186
e
unset label; unset arrow
unset multiplot
unset output
