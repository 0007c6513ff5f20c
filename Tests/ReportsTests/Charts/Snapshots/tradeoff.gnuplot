set encoding utf8
set terminal svg size 420,400 dynamic noenhanced font 'sans-serif,14' background '#FFFFFF'
set output "chart.svg"
unset key; unset border; unset colorbox; unset grid
set label "filetype: accuracy against latency" at screen 0.0380952, screen 0.95 left font "sans-serif:Bold,16" textcolor rgb '#1F2328' front
set label "Top left is best. Area: model size. Dashed line, rings:" at screen 0.0380952, screen 0.895 left font ",12" textcolor rgb '#57606A' front
set label "Pareto front, which nothing beats in both." at screen 0.0380952, screen 0.855 left font ",12" textcolor rgb '#57606A' front
set lmargin at screen 0.133333
set rmargin at screen 0.961905
set tmargin at screen 0.81
set bmargin at screen 0.14
set logscale x
set xrange [1.11438:23.1106] noextend
unset xtics
unset logscale y
set yrange [93.76:96.36] noextend
unset ytics
set label "2" at screen 0.293159, screen 0.105 center font ",12" textcolor rgb '#57606A' front
set label "5" at screen 0.543559, screen 0.105 center font ",12" textcolor rgb '#57606A' front
set label "10" at screen 0.732979, screen 0.105 center font ",12" textcolor rgb '#57606A' front
set label "20" at screen 0.9224, screen 0.105 center font ",12" textcolor rgb '#57606A' front
set label "94" at screen 0.114286, screen 0.201846 right font ",12" textcolor rgb '#57606A' front
set label "95" at screen 0.114286, screen 0.459538 right font ",12" textcolor rgb '#57606A' front
set label "96" at screen 0.114286, screen 0.717231 right font ",12" textcolor rgb '#57606A' front
set label "median latency (ms, log scale)" at screen 0.547619, screen 0.05 center font ",12" textcolor rgb '#57606A' front
set label "accuracy (%)" at screen 0.0380952, screen 0.475 center rotate by 90 font ",12" textcolor rgb '#57606A' front
set object circle at screen 0.443736, screen 0.462115 size screen 0.0428571 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.65 border linecolor rgb '#0072B2' linewidth 1
set object circle at screen 0.446868, screen 0.462115 size screen 0.0305388 front fillcolor rgb '#E69F00' fillstyle transparent solid 0.65 border linecolor rgb '#E69F00' linewidth 1
set object circle at screen 0.228741, screen 0.487885 size screen 0.02601 front fillcolor rgb '#009E73' fillstyle transparent solid 0.65 border linecolor rgb '#1F2328' linewidth 2
set object circle at screen 0.866497, screen 0.487885 size screen 0.0220207 front fillcolor rgb '#D55E00' fillstyle transparent solid 0.65 border linecolor rgb '#D55E00' linewidth 1
set label "int8-qdq · 1.17 MB" at screen 0.179027, screen 0.543945 left font ",12" textcolor rgb '#1F2328' front
set label "fp32 · reference · 3.16 MB" at screen 0.371926, screen 0.388365 left font ",12" textcolor rgb '#1F2328' front
set arrow from screen 0.469853, screen 0.483228 to screen 0.513427, screen 0.523253 nohead front linewidth 1 linecolor rgb '#57606A'
set label "fp16 · undecided · 1.61 MB" at screen 0.513427, screen 0.542003 left font ",12" textcolor rgb '#1F2328' front
set arrow from screen 0.866497, screen 0.464763 to screen 0.866497, screen 0.364763 nohead front linewidth 1 linecolor rgb '#57606A'
set label "int8-dynamic · fails · 835 kB" at screen 0.46602, screen 0.346013 left font ",12" textcolor rgb '#1F2328' front
plot '-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor rgb '#DFE3E8', '-' using 1:2 with lines dashtype 2 linewidth 1.5 linecolor rgb '#57606A'
2 93.76 0 2.6
5 93.76 0 2.6
10 93.76 0 2.6
20 93.76 0 2.6
1.11438 94 21.9963 0
1.11438 95 21.9963 0
1.11438 96 21.9963 0
e
1.58 93.76
1.58 95.11
23.1106 95.11
e
unset output
